const NO_SERVER = 'it writes to the disk of its own machine, and asks no server';

/** Cases of the connector matrix that this one cannot have, and why. */
export const notApplicable = {
  'wrong credential': 'it has none: FILES_ROOTS decides where may be written',
  'wrong host': NO_SERVER,
  'closed port': NO_SERVER,
  'silent server': NO_SERVER,
  'wrong TLS': NO_SERVER,
};
