/** Keeps the AWS SDK from writing several lines about the version of Node into the log, which no operator can act on before Moorage does. */
export function hushNodeWarning(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
}
