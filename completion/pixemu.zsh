#compdef pixemu pixflash pixkey
# SPDX-License-Identifier: GPL-2.0-or-later
# zsh completion of pixemu, pixflash and pixkey: what --help lists.

# words

# What may follow `--OPTION=`: words, or the name of a file.
_pixemu_value()
{
    local -a found
    found=($(_pixemu_words --$1 $_pixemu_program))
    if (($#found)); then
        compadd -S '' -a found
    else
        _files
    fi
}

# Rows for _arguments, from the lines of --help.
_pixemu_rows()
{
    local line letter name takes text
    _pixemu_specs=()
    for line in ${(f)"$("$@" --help 2>/dev/null)"}; do
        [[ $line =~ '^ +(-(.), )?--([a-z0-9-]+)(=([^ ]+))? +(.*)$' ]] || continue
        letter=$match[2] name=$match[3] takes=$match[5]
        text=${${${match[6]//\[/(}//\]/)}//:/\\:}
        if [[ -n $takes ]]; then
            _pixemu_specs+=("*--${name}=[$text]:value: _pixemu_value $name")
            [[ -n $letter ]] &&
                _pixemu_specs+=("*-${letter}+[$text]:value: _pixemu_value $name")
        else
            _pixemu_specs+=("--${name}[$text]")
            [[ -n $letter ]] && _pixemu_specs+=("-${letter}[$text]")
        fi
    done
}

_pixemu()
{
    setopt localoptions extendedglob
    local _pixemu_program=$words[1]
    local -a _pixemu_specs command found
    command=($words[1])
    if [[ ${_pixemu_program:t} != pixemu ]]; then
        if ((CURRENT == 2)) && [[ $words[2] != -* ]]; then
            found=($(_pixemu_commands $_pixemu_program))
            compadd -a found
            return
        fi
        command+=($words[2])
        words=($words[1] "${(@)words[3,-1]}")
        ((CURRENT--))
    fi
    _pixemu_rows $command
    _arguments $_pixemu_specs '*:file:_files'
}

_pixemu "$@"
