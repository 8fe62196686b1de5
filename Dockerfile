# Two stages: the first installs, the second only runs. Build: docker build -t zuzhang .
FROM python:3.13-slim AS build
COPY requirements.txt /
RUN python -m venv --without-pip /venv \
    && pip --python /venv/bin/python install --no-cache-dir --disable-pip-version-check --no-input \
       --require-hashes --no-deps -r /requirements.txt
COPY bot /app/bot
COPY knowledge /app/knowledge
COPY seeds /app/seeds
# Byte code made here: the bot itself may write nowhere but in /data.
RUN python -m compileall -q /app/bot /venv/lib

FROM python:3.13-slim
LABEL org.opencontainers.image.title="zuzhang" \
      org.opencontainers.image.description="组长助手：党小组长的问答助手" \
      org.opencontainers.image.licenses="MIT"
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin zuzhang \
    && install -d -o zuzhang -g zuzhang -m 0700 /data
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV BOT_DATA_DIR=/data PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 LANG=C.UTF-8
WORKDIR /app
USER zuzhang
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=10s --start-period=30s CMD ["/venv/bin/python", "-m", "bot", "health"]
ENTRYPOINT ["/venv/bin/python", "-m", "bot"]
CMD ["run"]
