"""Completion for zsh, as an autoloaded function `_iamctl`.

Source: https://zsh.sourceforge.io/Doc/Release/Completion-System.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamctl.cli.completion.words import Node, Option

_ENGINE = r"""
# What the option takes: a kind, or nothing for a flag.
_iamctl_kind() {
  local flag takes help
  kind=
  for flag takes help in "${_iamctl_options[@]}" "${_iamctl_common[@]}"; do
    if [[ $flag == "$1" ]]; then
      kind=$takes
      return
    fi
  done
}

# Offer what a place of this kind takes.
_iamctl_offer() {
  case $1 in
    none) _message 'a value' ;;
    file) _files ;;
    folder) _files -/ ;;
    '='*) compadd -- "${(@s:|:)1#=}" ;;
    *)
      local -a names
      names=(${(f)"$("$program" --complete-names "$1" "${(Q)PREFIX}" "${(@Q)words[2,-1]}" 2>/dev/null)"})
      compadd -a names
      ;;
  esac
}

_iamctl() {
  local -a _iamctl_commands _iamctl_options _iamctl_places offered
  local at='' kind='' skip='' word flag takes help place program=iamctl
  local -i position=0
  [[ $words[1] == */* && -x $words[1] ]] && program=$words[1]
  _iamctl_node ''
  for word in "${(@)words[2,CURRENT-1]}"; do
    if [[ -n $skip ]]; then
      skip=
    elif [[ $word == -* ]]; then
      _iamctl_kind "$word"
      skip=$kind
    elif (( ${_iamctl_commands[(I)$word:*]} )); then
      at="${at:+$at }$word"
      _iamctl_node "$at"
    else
      (( position += 1 ))
    fi
  done
  if [[ -n $skip ]]; then
    _iamctl_offer "$skip"
  elif [[ $PREFIX == --*=* ]]; then
    _iamctl_kind "${PREFIX%%=*}"
    compset -P '*='
    [[ -n $kind ]] && _iamctl_offer "$kind"
  elif [[ $PREFIX == -* ]]; then
    for flag takes help in "${_iamctl_options[@]}" "${_iamctl_common[@]}"; do
      offered+=("$flag:$help")
    done
    _describe -o 'option' offered
  elif (( ${#_iamctl_commands} )); then
    _describe -t commands 'command' _iamctl_commands
  else
    for place in "${_iamctl_places[@]}"; do
      if (( position == 0 )) || [[ $place == *'*' ]]; then
        _iamctl_offer "${place%'*'}"
        return
      fi
      (( position -= 1 ))
    done
    _message 'no more arguments'
  fi
}

if [[ $funcstack[1] == _iamctl ]]; then
  _iamctl "$@"
else
  compdef _iamctl iamctl
fi
"""


def render(nodes: Sequence[Node], common: Sequence[Option]) -> str:
    """The script."""
    return "".join(
        (
            "#compdef iamctl\n",
            "# zsh completion for iamctl, generated from its command tree by `iamctl completion show zsh`.\n\n",
            "# Options come in threes: flag, the kind of what it takes (none for a flag), help.\n",
            f"typeset -ga _iamctl_common\n_iamctl_common=(\n{_triples(common, '  ')})\n\n",
            "# What stands at these words; a place with `*` takes all that follow.\n",
            "_iamctl_node() {\n  _iamctl_commands=() _iamctl_options=() _iamctl_places=()\n  case $1 in\n",
            *(_case(node) for node in nodes),
            "  esac\n}\n",
            _ENGINE,
        )
    )


def _case(node: Node) -> str:
    lines = []
    if node.commands:
        described = "".join(f"        {_quoted(f'{name}:{line}')}\n" for name, line in node.commands)
        lines.append(f"      _iamctl_commands=(\n{described}      )\n")
    if node.options:
        lines.append(f"      _iamctl_options=(\n{_triples(node.options, '        ')}      )\n")
    if node.places:
        places = " ".join(_quoted(f"{place.kind}{'*' if place.many else ''}") for place in node.places)
        lines.append(f"      _iamctl_places=({places})\n")
    return f"    '{' '.join(node.path)}')\n{''.join(lines)}      ;;\n"


def _triples(options: Sequence[Option], indent: str) -> str:
    return "".join(
        f"{indent}{flag} {_quoted(option.kind or '')} {_quoted(option.help)}\n"
        for option in options
        for flag in option.flags
    )


def _quoted(text: str) -> str:
    escaped = text.replace("'", "'\\''")
    return f"'{escaped}'"
