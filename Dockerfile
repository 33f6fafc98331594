# syntax=docker/dockerfile:1
# One image for each app: docker build --target gateway . (or personal-connector, knowledge-connector). Why it is so: docs/adr/0015.

FROM node:20.20.2-bookworm-slim AS build
RUN npm install --global pnpm@12.21.0
WORKDIR /src
# Everything that installing needs to know; a change of code alone downloads nothing again.
COPY pnpm-lock.yaml pnpm-workspace.yaml ./
RUN --mount=type=cache,id=pnpm,target=/pnpm/store pnpm fetch --store-dir=/pnpm/store
COPY . .
RUN --mount=type=cache,id=pnpm,target=/pnpm/store pnpm install --frozen-lockfile --offline --store-dir=/pnpm/store
RUN pnpm --filter "@moorage/gateway..." --filter "@moorage/*-connector..." run build
# Each app with what it needs to run. The only optional packages are the embedded PostgreSQL servers.
RUN --mount=type=cache,id=pnpm,target=/pnpm/store \
    for app in gateway personal-connector knowledge-connector; do \
      pnpm --filter "@moorage/$app" deploy --prod --no-optional --offline --store-dir=/pnpm/store "/out/$app" || exit 1; \
    done

FROM node:20.20.2-bookworm-slim AS runtime
ENV NODE_ENV=production OPS_PORT=9464
WORKDIR /app
USER node
EXPOSE 9464
HEALTHCHECK --interval=10s --timeout=3s --start-period=90s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.OPS_PORT}/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]

FROM runtime AS personal-connector
COPY --from=build /out/personal-connector ./

FROM runtime AS knowledge-connector
COPY --from=build /out/knowledge-connector ./

FROM runtime AS gateway
EXPOSE 8080
COPY --from=build /out/gateway ./
