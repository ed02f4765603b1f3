# SPDX-License-Identifier: GPL-2.0-or-later
# bash completion of pixemu, pixflash and pixkey: what --help lists.

_pixemu_options()
{
    "$@" --help 2>/dev/null | grep -oE '^ +(-., )?--[a-z0-9-]+=?' |
        grep -oE -- '--[a-z0-9-]+=?'
}

# words

_pixemu()
{
    local program=$1 word=${COMP_WORDS[COMP_CWORD]}
    local before=${COMP_WORDS[COMP_CWORD - 1]} words
    local -a command=("$program")

    # Bash breaks words at an equals sign.
    if [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    elif [[ $word == = ]]; then
        word=
    elif [[ $program != *pixemu ]]; then
        if ((COMP_CWORD == 1)) && [[ $word != -* ]]; then
            COMPREPLY=($(compgen -W "$(_pixemu_commands "$program")" -- "$word"))
            return
        fi
        command+=("${COMP_WORDS[1]}")
    fi
    if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W "$(_pixemu_options "${command[@]}")" -- "$word"))
        [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace
        return
    fi
    words=$(_pixemu_words "$before" "$program")
    if [[ $words ]]; then
        COMPREPLY=($(compgen -W "$words" -- "$word"))
        [[ ${COMPREPLY[0]} == *: ]] && compopt -o nospace
        return
    fi
    COMPREPLY=($(compgen -f -- "$word"))
}

complete -o filenames -F _pixemu pixemu pixflash pixkey
