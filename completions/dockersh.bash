# bash completion for dockersh. It needs no bash-completion package; bash 4.0 or newer.
#
#   source <(dockersh --completion bash)            in ~/.bashrc, where no package installed this file
#   complete -o nospace -F _dockersh docker         behind it: `docker` completes through dockersh, too
_dockersh() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <(command dockersh --complete bash "$COMP_LINE" "$COMP_POINT" "$2" "$COMP_TYPE" "${COLUMNS:-80}" 2>/dev/null </dev/null)
}
complete -o nospace -o nosort -F _dockersh dockersh 2>/dev/null || complete -o nospace -F _dockersh dockersh
