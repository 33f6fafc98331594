declare const process: { env: Record<string, string | undefined> };

export abstract class Clock {
  abstract now(): Promise<Date>;
}

export function careless(clock: Clock): unknown {
  clock.now(); // violates @typescript-eslint/no-floating-promises
  const found: any = process.env.HOME; // violates @typescript-eslint/no-explicit-any house/environment-in-env-files
  // @ts-ignore: a fault that nobody shall see // violates @typescript-eslint/ban-ts-comment
  const wrong: number = 'text';
  if (found === wrong) throw new Error('unnamed'); // violates house/no-plain-error
  // eslint-disable-next-line house/no-plain-error // violates inline-config
  return Error('unnamed'); // violates house/no-plain-error
}

export default careless; // violates house/no-default-export
