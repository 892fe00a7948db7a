"""What an import from top to bottom must show."""

from collections.abc import Mapping
from typing import Any


def unanswered(document: Mapping[str, Any], answered: Mapping[str, Any]) -> set[str]:
    """The operations that did not get a success which the document has. `answered` has statuses by their summaries."""
    operations = [one for methods in document['paths'].values() for one in methods.values() if 'summary' in one]
    found = {one['summary']: str(answered.get(one['summary'], 'never sent')) for one in operations}
    return {
        f'{one["summary"]}: {found[one["summary"]]}'
        for one in operations
        if found[one['summary']] not in {code for code in one['responses'] if code.startswith('2')}
    }
