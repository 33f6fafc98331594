/** Where programs are, which language and time are spoken here, and where what is downloaded comes from and is kept. */
const INHERITED = ['PATH', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'npm_config_registry', 'npm_config_cache', 'UV_DEFAULT_INDEX', 'UV_CACHE_DIR'];
const USUAL_PATH = '/usr/local/bin:/usr/bin:/bin';
const WITH_PASSWORD = /:\/\/[^/]*@/;

/** The little of our environment that a command gets to see. An address that holds a password is not part of it. */
export function inheritedEnvironment(): Record<string, string> {
  const given = INHERITED.flatMap((name): [string, string][] => {
    const value = process.env[name];
    return value === undefined || WITH_PASSWORD.test(value) ? [] : [[name, value]];
  });
  return { PATH: USUAL_PATH, ...Object.fromEntries(given) };
}
