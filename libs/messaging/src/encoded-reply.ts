/** A reply as JSON already: of a service that has written it before, or for whoever only hands it on. */
export class EncodedReply<Rep extends object = object> {
  /** Never set: what the JSON says, for the compiler. */
  declare readonly says: Rep;

  constructor(readonly json: Buffer) {}
}
