/** Cases of the connector matrix that this one cannot have, and why. */
export const notApplicable = {
  'missing object': 'it brings its own objects; the bucket is the only thing that has to be there, and that is the unknown name',
};
