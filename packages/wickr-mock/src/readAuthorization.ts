/** The parts of an `Authorization` header of Signature Version 4. */
export interface Authorization {
  readonly key: string;
  /** Day (`20260101`), region, service and the closing word. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly scope: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const form =
  /^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]*)\/([^/,\s]*)\/aws4_request\s*,\s*SignedHeaders=([^,\s]+)\s*,\s*Signature=([0-9a-f]+)\s*$/;

/** Reads the header; undefined where it has another form. */
export function readAuthorization(header: string): Authorization | undefined {
  const found = form.exec(header);
  if (found === null) return undefined;
  const [, key = '', day = '', region = '', service = '', headers = '', signature = ''] = found;
  return {
    key,
    day,
    region,
    service,
    scope: `${day}/${region}/${service}/aws4_request`,
    signedHeaders: headers.split(';'),
    signature,
  };
}

/** Milliseconds since the epoch of `20260101T000000Z`; NaN for another form. */
export function readDate(text: string): number {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (found === null) return Number.NaN;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
