/** What the generator said went wrong, without the stack of the Java program, and without what it says twice. */
export function failureReason(output: string, tried: readonly string[]): string {
  const [, unknown] = /Can't load config class with name '([^']*)'/.exec(output) ?? [];
  if (unknown !== undefined)
    return `openapi-generator has no generator '${unknown}'. Those that are tried here are ${tried.join(', ')}; https://openapi-generator.tech/docs/generators has all.`;
  const said = output
    .split('\n')
    .filter((line) => /error|exception|invalid|not found|can't load/i.test(line))
    .filter((line) => !/^\s+at |^\s*\.\.\. \d+ more/.test(line))
    .map((line) =>
      line.replace(/^\[[^\]]*\] |^(?:Caused by: )?(?:\w+\.)+\w*(?:Exception|Error): /, '').trim(),
    );
  return [...new Set(said)].slice(0, 3).join('\n') || output.trim();
}
