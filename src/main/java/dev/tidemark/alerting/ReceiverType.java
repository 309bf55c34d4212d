package dev.tidemark.alerting;

/** What a receiver understands. */
public enum ReceiverType {
  /** Tidemark's own JSON; the secret signs it. */
  WEBHOOK(new WebhookFormat()),
  /** A Slack incoming webhook; its address is its secret. */
  SLACK(new SlackFormat()),
  /** PagerDuty's Events API v2; the secret is the routing key. */
  PAGERDUTY(new PagerDutyFormat()),
  /** What Alertmanager sends to webhooks, version 4; the secret is a bearer token. */
  ALERTMANAGER(new AlertmanagerFormat());

  private final Format format;

  ReceiverType(Format format) {
    this.format = format;
  }

  Format format() {
    return format;
  }
}
