"""Open branches as named choices, drawn from a seed, and the options both servers share."""

import json
import random
import sys
from dataclasses import dataclass

OPEN, LOOSE, MANUAL = "open", "loose", "manual"


@dataclass(frozen=True)
class Choice:
    """One open branch. The most usual option comes first, the least usual last.

    open: drawn by --seed. loose: breaks a row that is a SHOULD, so drawn only with --loose.
    manual: never drawn, only set.
    """

    name: str
    options: tuple
    about: str
    kind: str = OPEN


COMMON = [
    Choice("json_style", ("compact", "spaced", "indented"), "white space in JSON"),
    Choice("json_escapes", ("raw", "ascii"), "non-ASCII letters in JSON: UTF-8 or escapes"),
    Choice("key_order", ("documented", "sorted", "reversed"), "order of members in answers"),
    Choice("content_type_parameter", ("none", "charset", "tight-upper"), "charset in Content-Type"),
    Choice("framing", ("content-length", "chunked"), "framing of answers that have a body"),
    Choice("connection", ("keep-alive", "close-after-errors"), "what follows an error"),
    Choice("header_names", ("usual", "lower"), "letter case of header names in answers"),
    Choice("reason_phrase", ("standard", "empty"), "reason phrase of the status line"),
    Choice("extra_headers", ("none", "some"), "undocumented headers in answers"),
    Choice("cookies", ("none", "set"), "cookies in answers, not needed back"),
    Choice("error_text", ("english", "terse", "german"), "wording of errors that is not documented"),
]


class Context:
    """What was drawn, and which fault is on."""

    def __init__(self, picks, fault=None):
        self.picks = picks
        self.active_fault = fault

    def pick(self, name):
        """The option taken in a branch."""
        return self.picks[name]

    def fault(self, name):
        """Whether that fault is switched on."""
        return self.active_fault == name

    def words(self, english):
        """An error text in the drawn wording."""
        return {
            "english": english,
            "terse": "Request failed.",
            "german": "Die Anfrage ist ungültig – bitte prüfen.",
        }[self.pick("error_text")]


def draw(choices, seed=None, loose=False, fixed=()):
    """Take an option in every branch. No seed: the most usual. Seed 0: the least usual."""
    picks = {}
    for choice in choices:
        drawn = choice.kind == OPEN or (choice.kind == LOOSE and loose)
        if not drawn or seed is None:
            picks[choice.name] = choice.options[0]
        elif seed == 0:
            picks[choice.name] = choice.options[-1]
        else:
            picks[choice.name] = random.Random(f"{seed}/{choice.name}").choice(choice.options)
    by_name = {choice.name: choice for choice in choices}
    for setting in fixed:
        name, _, value = setting.partition("=")
        if name not in by_name or value not in by_name[name].options:
            raise SystemExit(f"--set {setting}: no such choice or option")
        picks[name] = value
    return picks


def add_common_options(parser):
    """The command-line options of both servers."""
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument("--seed", type=int, help="draws every open branch; 0: the less usual ones")
    parser.add_argument("--loose", action="store_true", help="draw branches that break a SHOULD too")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", dest="fixed")
    parser.add_argument("--choices", action="store_true", help="print the choices as JSON and end")
    parser.add_argument("--fault", metavar="ID", help="switch one known fault on")
    parser.add_argument("--list-faults", action="store_true", help="print the faults and end")
    parser.add_argument("--until-stdin-ends", action="store_true")
    parser.add_argument("--max-seconds", type=float, default=600)


def context_from(arguments, choices, faults):
    """The context that the command line asks for; prints and ends where it asks for that."""
    picks = draw(choices, arguments.seed, arguments.loose, arguments.fixed)
    if arguments.choices:
        print_and_end({choice.name: {
            "value": picks[choice.name], "options": list(choice.options),
            "kind": choice.kind, "about": choice.about,
        } for choice in choices})
    if arguments.list_faults:
        print_and_end([fault.as_dict() for fault in faults])
    if arguments.fault and arguments.fault not in [fault.id for fault in faults]:
        raise SystemExit(f"--fault {arguments.fault}: no such fault")
    return Context(picks, arguments.fault)


def print_and_end(value):
    """Print JSON and leave."""
    print(json.dumps(value, indent=2, ensure_ascii=False))
    sys.exit(0)
