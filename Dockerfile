# One image for all apps: `node apps/<app>/src/boot.js` starts any of them. There is no build step: Node runs the TypeScript.
FROM node:26.10.0-bookworm-slim AS installed
WORKDIR /app
COPY package.json package-lock.json ./
COPY apps apps
COPY libs libs
COPY docs/api docs/api
# The image has its own Node (the optional dependencies bring another); no package needs its install script.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:26.10.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
# Workspace links in node_modules point to apps and libs: a TypeScript package copied into node_modules does not load.
COPY --from=installed /app /app
# Where generated keys and embedded engines are kept, when the image is told to keep any.
RUN mkdir /data && chown node:node /data
# A container's own loopback is reached by nobody: it listens on all of the container's addresses.
ENV DATA_DIR=/data HOST=0.0.0.0
USER node
CMD ["node", "apps/standalone/src/boot.js"]
