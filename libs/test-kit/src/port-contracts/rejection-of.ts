/** What the work threw or rejected with; `undefined` when it went well. */
export async function rejectionOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (reason) {
    return reason;
  }
}
