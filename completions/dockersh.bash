# bash completion for dockersh: its own options, and whatever docker's own completion offers behind `dockersh docker`.
_dockersh() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    if [ "${COMP_WORDS[1]-}" = docker ] && [ "$COMP_CWORD" -gt 1 ]; then
        local line
        COMPREPLY=()
        while IFS= read -r line; do
            case $line in :*) break ;; esac
            COMPREPLY+=("${line%%$'\t'*}")
        done < <(docker __completeNoDesc "${COMP_WORDS[@]:2:COMP_CWORD-2}" "$current" 2>/dev/null)
        mapfile -t COMPREPLY < <(compgen -W "${COMPREPLY[*]}" -- "$current")
        return
    fi
    case $previous in
    --lang) mapfile -t COMPREPLY < <(compgen -W 'en ko' -- "$current") ;;
    --detail) mapfile -t COMPREPLY < <(compgen -W 'full brief auto off' -- "$current") ;;
    --color) mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$current") ;;
    *)
        mapfile -t COMPREPLY < <(compgen -W '-c --command -n --explain-only --json --lang --detail -q --quiet --color
            --no-engine -V --version -h --help docker' -- "$current")
        ;;
    esac
}
complete -F _dockersh dockersh
