import pvwa from './specifications/pvwa.json' with { type: 'json' };
import wickr from './specifications/wickr.json' with { type: 'json' };

const specifications: Readonly<Record<string, unknown>> = { pvwa, wickr };

/**
 * The specification of an API as it was when people last taught these servers by hand; undefined where there is no server of it.
 * A property that is new in `specs/` is unknown here, so these servers are judged by this copy, and not by the document of today.
 */
export function knownSpecification(api: string): unknown {
  return specifications[api];
}
