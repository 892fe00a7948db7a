/** Whether a media type is JSON: `application/json`, or ends in `+json`. Parameters do not matter. */
export function isJson(mediaType: string): boolean {
  return /[/+]json\s*(;|$)/i.test(mediaType);
}
