const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;

/** Names that decide which program runs, what is loaded into it, or where it finds itself, rather than what a server does. */
const RESERVED = [
  /^(path|home|pwd|oldpwd|shell|ifs|env|cdpath|tmpdir|tmp|temp|pager|editor|visual|browser|ps4|prompt_command|globignore|shellopts|bashopts|bash_.*|zdotdir)$/,
  /^(ld_.*|dyld_.*|gconv_path|locpath|glibc_tunables|malloc_.*|openssl_(conf|modules|engines)|sslkeylogfile)$/,
  /^node_(?!env$|extra_ca_certs$|no_warnings$|tls_reject_unauthorized$).*$/,
  /^(npm_|yarn_|pnpm_|corepack_|bun_|deno_|electron_).*$/,
  /^python(path|home|startup|executable|userbase|breakpoint|warnings|platlibdir|inspect|pycacheprefix)$/,
  /^(pip_|uv_|poetry_).*$/,
  /^(perl5.*|perllib|ruby(opt|lib)|gem_.*|bundle_.*|java_tool_options|jdk_java_options|_java_options|classpath|dotnet_.*|coreclr_.*|complus_.*)$/,
  /^(git_(ssh.*|askpass|exec_path|external_diff|proxy_command|config.*|pager|editor|template_dir)|ssh_askpass|docker_(host|config|context)|moorage_.*)$/,
];

/** Whether a connector may set an environment variable of this name. */
export function isUsableVariable(name: string): boolean {
  return NAME.test(name) && !RESERVED.some((names) => names.test(name.toLowerCase()));
}
