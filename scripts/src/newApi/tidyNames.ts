import { isJsonObject } from './openApi.ts';
import type { Remarks } from './remarks.ts';
import { type EditableObject, walk } from './tidyDocument.ts';

/** Names that no engine can tell from those of what stands inside of something. */
const unspeakable = /^[$*]$|[.[\]]/;

/**
 * Leaves out the properties that nobody has to send, and whose names no engine can say. The objects around them may then have
 * any others, so that nobody is accused of showing them.
 */
export function leaveOddNames(document: EditableObject, remarks: Remarks): void {
  walk(document, [], (node, path) => {
    const { properties, required } = node;
    // A property may be called `properties` as well.
    if (!isJsonObject(properties) || path.at(-1) === 'properties') return;
    const needed: readonly unknown[] = Array.isArray(required) ? required : [];
    for (const [name, schema] of Object.entries(properties)) {
      const isMade = isJsonObject(schema) && schema['readOnly'] === true;
      if (!unspeakable.test(name) || (needed.includes(name) && !isMade)) continue;
      remarks.guess(
        [...path, 'properties', name],
        `the property ${name} is left out: no engine can say a name with dots or brackets; the object around it may have any others`,
      );
      delete (properties as EditableObject)[name];
      node['additionalProperties'] = true;
      if (needed.includes(name)) node['required'] = needed.filter((one) => one !== name);
    }
  });
}
