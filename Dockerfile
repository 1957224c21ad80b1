# The bot, ready to answer: dependencies, translations and the matcher's index are made when the image is.
# No setting and no secret is in it; they come from the environment (see .env.example).
FROM python:3.11-slim AS dependencies
COPY requirements.txt .
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: \
        -r requirements.txt

# One question has the translations compiled and the index learnt (a minute or two, a gigabyte of memory).
FROM python:3.11-slim AS content
COPY --from=dependencies /opt/venv /opt/venv
WORKDIR /app
COPY . .
RUN DATABASE_URL=sqlite:////tmp/first.sqlite3 /opt/venv/bin/python -m bot ask "What is the fee for paying by card?" \
    && rm requirements.txt

FROM python:3.11-slim
RUN useradd --uid 10001 --no-create-home --home-dir /app --shell /usr/sbin/nologin bot \
    && install --directory --owner bot /data
COPY --from=dependencies /opt/venv /opt/venv
COPY --from=content --chown=bot /app /app
WORKDIR /app
USER bot
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DATABASE_URL=sqlite:////data/guidebot.sqlite3 LOG_FORMAT=json PORT=8080
VOLUME /data
EXPOSE 8080
# For `serve`; `run` and `worker` listen nowhere, and compose.yaml leaves it out for them.
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["serve"]
