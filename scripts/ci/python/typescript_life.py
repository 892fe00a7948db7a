"""Writes a life of `lives.json` as a program that calls the TypeScript client, as somebody would write it."""

import json
import re
from typing import Any

HELPERS = """
function same(actual: unknown, expected: unknown): void {
  assert.deepStrictEqual(actual, expected);
}

/** What may be left out, by its type. */
function given<T>(value: T): NonNullable<T> {
  assert.ok(value !== undefined && value !== null);
  return value;
}

async function refused(call: Promise<unknown>, status: number): Promise<void> {
  await assert.rejects(call, { status });
}
"""


def _value(value: Any) -> str:
    """A value as TypeScript; `$name.property` is a part of an earlier answer."""
    text = json.dumps(value, ensure_ascii=False)

    def part(found: re.Match[str]) -> str:
        name, *names = found[1].split('.')
        expression = name
        for one in names:
            expression = f'given({expression}.{one})'
        return expression

    return re.sub(r'"\$([\w.]+)"', part, text)


def _step(step: dict[str, Any]) -> str:
    given = {**step.get('path', {}), **step.get('body', {})}
    call = f'client[{json.dumps(step["call"])}]({_value(given) if given else ""})'
    lines = [f'// {step["claim"]}']
    if step['status'] >= 400:
        lines.append(f'await refused({call}, {step["status"]});')
    elif 'as' in step:
        lines += [f'const {step["as"]} = await {call};', f'same({step["as"]}, {_value(step["shows"])});']
    else:
        lines.append(f'same(await {call}, {_value(step["shows"]) if "shows" in step else "undefined"});')
    return '\n'.join(lines)


def typescript_life(api: str, sign_in: dict[str, str], life: list[dict[str, Any]]) -> str:
    """The text of the program. It reads the server from LIFE_URL and the credentials from the variables that `sign_in` names."""
    maker = f'create{"".join(word.capitalize() for word in api.split("-"))}Client'
    credentials = ', '.join(f"{name}: process.env['{variable}']" for name, variable in sign_in.items())
    return '\n'.join(
        [
            "import assert from 'node:assert/strict';",
            f"import {{ {maker} }} from './generated/index.ts';",
            HELPERS,
            f"const client = {maker}({{ url: process.env['LIFE_URL'] ?? '', {credentials} }});",
            *map(_step, life),
            '',
        ]
    )
