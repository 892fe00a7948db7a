/** So many errors of a chain are told of. */
const mostCauses = 8;

/**
 * Where and why a program failed, for people. Of each error, and of what caused it, the name, the message and the place: never
 * its other properties, and nothing that a message quotes, for that may be the value of a header or a part of a body.
 */
export function faultText(error: unknown): string {
  const texts: string[] = [];
  for (let one = error; one !== undefined && texts.length < mostCauses; one = causeOf(one))
    texts.push(one instanceof Error ? (one.stack ?? one.message) : `a ${typeof one} was thrown`);
  // From the first mark to the last of a message, since what is quoted may have marks in it.
  return texts.map((text) => quoteless(text)).join('\ncaused by ');
}

function causeOf(error: unknown): unknown {
  if (error instanceof AggregateError) return error.cause ?? error.errors[0];
  return error instanceof Error ? error.cause : undefined;
}

function quoteless(stack: string): string {
  const frames = stack.search(/\n {4}at /);
  const end = frames < 0 ? stack.length : frames;
  return stack.slice(0, end).replace(/"[^]*"/, '"[redacted]"') + stack.slice(end);
}
