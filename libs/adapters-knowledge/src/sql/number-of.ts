import type { Json } from '@moorage/domain';

/** Digits as a number; one that JavaScript would change stays text: better another type than another value. */
export function numberOf(digits: string): Json {
  const number = Number(digits);
  const figures = digits.replace(/e.*$/i, '').replace(/\D/g, '').replace(/^0+/, '').length;
  return Number.isFinite(number) && (figures <= 15 || Number.isSafeInteger(number) || String(number) === digits) ? number : digits;
}
