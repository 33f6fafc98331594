/** As many keys as the metadata of one thing may have. */
export const METADATA_KEYS = 50;
