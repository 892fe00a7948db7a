/** A text with each digit of ASCII as the wide one of Unicode, which some look-ups take for the same. */
export function inOtherDigits(text: string): string {
  return text.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff_10 + Number(digit)));
}
