/** A reply as its service wrote it, for whoever only hands it on: JSON that was neither read nor written anew. */
export class EncodedReply<Rep extends object = object> {
  /** Never set: what the JSON says, for the compiler. */
  declare readonly says: Rep;

  constructor(readonly json: Buffer) {}
}
