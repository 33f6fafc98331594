/** A running suite in whichever form: what a journey may know of it. */
export interface Suite {
  /** Of its gateways. */
  urls: string[];
  /** The first key, an operator's. */
  apiKey: string;
}
