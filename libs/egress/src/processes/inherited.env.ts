const INHERITED = ['PATH', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ'];
const USUAL_PATH = '/usr/local/bin:/usr/bin:/bin';

/** The little of our environment that a command gets to see: where programs are, and which language and time are spoken here. */
export function inheritedEnvironment(): Record<string, string> {
  const given = INHERITED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return { PATH: USUAL_PATH, ...(Object.fromEntries(given) as Record<string, string>) };
}
