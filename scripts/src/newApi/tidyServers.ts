import { isJsonObject, objectOf } from './openApi.ts';
import type { Remarks } from './remarks.ts';
import { type EditableObject, putBefore } from './tidyDocument.ts';

const methods = ['get', 'post', 'put', 'patch', 'delete'];

/** Servers that stand on paths or operations, and are the same for all of them, become those of the document. */
export function shareServers(document: EditableObject, remarks: Remarks): void {
  const holders: EditableObject[] = [];
  const found = new Map<string, unknown>();
  for (const item of Object.values(objectOf(document['paths']))) {
    const around = objectOf(item) as EditableObject;
    holders.push(around);
    for (const method of methods) {
      const operation = around[method];
      if (!isJsonObject(operation)) continue;
      holders.push(operation);
      const servers = operation['servers'] ?? around['servers'] ?? document['servers'];
      found.set(JSON.stringify(servers), servers);
    }
  }
  const [servers, ...others] = found.values();
  const own = holders.filter((one) => 'servers' in one);
  if (own.length === 0 || others.length > 0 || servers === undefined) return;
  for (const one of own) delete one['servers'];
  putBefore(document, 'servers', servers, ['security', 'tags', 'paths']);
  remarks.guess([], 'the servers of the paths are all the same, and become those of the document');
}
