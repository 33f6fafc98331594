/** Cases of the connector matrix that this one cannot have, and why. */
export const notApplicable = {
  'wrong TLS': 'SSH has encryption of its own; a wrong host key is tested with the wrong credentials',
};
