# fish completion for dockersh.
#
#   dockersh --completion fish | source                     in ~/.config/fish/config.fish, where no package installed this file
#   complete -c docker -f -k -a '(__dockersh_complete)'     behind it: `docker` completes through dockersh, too
function __dockersh_complete
    set -l line (commandline -cp | string collect)
    command dockersh --complete fish $line (string length -- $line) 2>/dev/null </dev/null
end
complete -c dockersh -e
complete -c dockersh -f -k -a '(__dockersh_complete)'
