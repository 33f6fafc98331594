/** Milliseconds that the parts of opening a connection took. */
export interface ConnectTimings {
  dnsMs?: number;
  connectMs?: number;
  tlsMs?: number;
}
