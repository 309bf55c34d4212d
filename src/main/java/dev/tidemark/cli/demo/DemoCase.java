package dev.tidemark.cli.demo;

import dev.tidemark.scoring.Complexity;
import dev.tidemark.scoring.Severity;
import dev.tidemark.scoring.Skill;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One test case of the demo's packs, the same for every model and month.
 *
 * @param type {@code attack}, {@code campaign} or {@code benchmark}
 * @param group category of an attack, intent of a campaign; null for a benchmark
 * @param severity null for a benchmark, as are complexity and technique
 * @param skill null unless a benchmark
 */
record DemoCase(
    String type,
    String suite,
    String id,
    String group,
    Severity severity,
    Complexity complexity,
    String technique,
    Skill skill) {

  static final List<String> CATEGORIES =
      List.of(
          "prompt-injection",
          "system-prompt-leak",
          "harmful-instructions",
          "personal-data",
          "malicious-code");

  private static final List<String> INTENTS =
      List.of("data exfiltration", "tool misuse", "privilege escalation", "goal hijacking");
  private static final List<List<String>> TECHNIQUES =
      List.of(
          List.of("plain request"),
          List.of("role play", "base64", "known jailbreak"),
          List.of("few-shot dialogue", "translated request"),
          List.of("tree search", "gradient suffix"));
  private static final int OF_A_KIND = 10;
  private static final int CAMPAIGNS_OF_A_KIND = 6;
  private static final int ANSWERS_OF_A_SKILL = 16;

  /** All cases: 200 attacks, 96 campaigns, 64 benchmark questions. */
  static List<DemoCase> all() {
    List<DemoCase> cases = new ArrayList<>();
    for (String category : CATEGORIES) {
      grid("attack", "injection-pack", category, OF_A_KIND, cases);
    }
    for (String intent : INTENTS) {
      grid("campaign", "agent-range", intent, CAMPAIGNS_OF_A_KIND, cases);
    }
    for (Skill skill : Skill.values()) {
      for (int i = 1; i <= ANSWERS_OF_A_SKILL; i++) {
        String suite = "demo-" + skill.name().toLowerCase(Locale.ROOT).replace('_', '-');
        cases.add(
            new DemoCase("benchmark", suite, "q-%02d".formatted(i), null, null, null, null, skill));
      }
    }
    return cases;
  }

  private static void grid(
      String type, String suite, String group, int count, List<DemoCase> cases) {
    for (Complexity complexity : Complexity.values()) {
      List<String> techniques = TECHNIQUES.get(complexity.ordinal());
      for (int i = 0; i < count; i++) {
        String id =
            "%s-%s-%d".formatted(group.replace(' ', '-'), complexity.name().charAt(1), i + 1);
        Severity severity = Severity.values()[(group.length() + i % 2) % 4];
        String technique = techniques.get(i % techniques.size());
        cases.add(new DemoCase(type, suite, id, group, severity, complexity, technique, null));
      }
    }
  }
}
