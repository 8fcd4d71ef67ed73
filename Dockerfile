# The sweep in an image of its own, for clusters that take programs only from their registry:
#   npx steward verify-bundle --extract sweep.js && docker build -t registry.example.com/steward .
# The digest of what was pushed goes to Shipping.image('registry.example.com/steward@sha256:…').
FROM gcr.io/distroless/nodejs24-debian12:nonroot@sha256:14d42e2511532589a7c7e01a753667a74fcc96266e137e8125006b87b0c32d0a
COPY sweep.js /steward/sweep.js
ENTRYPOINT ["/nodejs/bin/node", "/steward/sweep.js"]
