/** Cases of the connector matrix that this one cannot have, and why. */
export const notApplicable = {
  'wrong credential': 'it has none: it reads what a site shows to everyone',
};
