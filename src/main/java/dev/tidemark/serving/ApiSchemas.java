package dev.tidemark.serving;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;

/**
 * Says in the API's description which fields of an answer are always there, all but a few, and
 * which may be null.
 */
@OpenApiFilter(stages = RunStage.BUILD)
public final class ApiSchemas implements OASFilter {

  private static final String OURS = "dev.tidemark.";

  /** What can be null beside numbers and flags, which are boxed where they can. */
  private static final Set<String> NULLABLE =
      Set.of(
          "AlertList.asOf",
          "AlertRow.displayName",
          "AlertRow.provider",
          "AlertRow.resolution",
          "AlertRow.resolvedAt",
          "BoardAnswer.period",
          "BoardAnswer.asOf",
          "BreakdownItem.rate",
          "Evidence.lastResultAt",
          "Evidence.previousPeriod",
          "ModelAnswer.displayName",
          "ModelAnswer.provider",
          "RetractionRow.by",
          "RetractionRow.reason",
          "RetractionRow.model",
          "RetractionRow.runId",
          "RetractionRow.suite",
          "RetractionRow.caseId",
          "RetractionRow.period",
          "SampleRow.resolved",
          "Shape.state",
          "Shape.description",
          "SilenceRow.rule",
          "SilenceRow.model",
          "SilenceRow.provider",
          "SilenceRow.by",
          "StandingRow.displayName",
          "StandingRow.provider",
          "Worst.casi",
          "Withdrawal.by",
          "Withdrawal.reason",
          "Worst.ars");

  private static final Set<String> LEFT_OUT_IF_NULL = Set.of("BoardAnswer.baseline");

  private final List<ClassInfo> records;

  /**
   * Made by the build.
   *
   * @param index of the application's classes
   */
  public ApiSchemas(IndexView index) {
    records =
        index.getKnownClasses().stream()
            .filter(type -> type.isRecord() && type.name().toString().startsWith(OURS))
            .toList();
  }

  @Override
  public void filterOpenAPI(OpenAPI api) {
    api.getComponents()
        .getSchemas()
        .forEach(
            (name, schema) ->
                records.stream()
                    .filter(type -> type.simpleName().equals(name) && isShapedAs(type, schema))
                    .findFirst()
                    .ifPresent(type -> describe(name, type, schema)));
  }

  /** Two packages may have records of one name. */
  private static boolean isShapedAs(ClassInfo type, Schema schema) {
    return schema.getProperties() != null
        && type.recordComponents().stream()
            .map(RecordComponentInfo::name)
            .collect(Collectors.toSet())
            .equals(schema.getProperties().keySet());
  }

  private static void describe(String name, ClassInfo type, Schema schema) {
    for (RecordComponentInfo component : type.recordComponents()) {
      String field = name + '.' + component.name();
      if (!LEFT_OUT_IF_NULL.contains(field)) {
        schema.addRequired(component.name());
      }
      if (isBoxed(component) || NULLABLE.contains(field)) {
        Schema given = schema.getProperties().get(component.name());
        schema.addProperty(component.name(), orNull(given));
      }
    }
  }

  private static Schema orNull(Schema schema) {
    if (schema.getRef() == null) {
      return schema.addType(SchemaType.NULL);
    }
    return OASFactory.createSchema()
        .anyOf(List.of(schema, OASFactory.createSchema().addType(SchemaType.NULL)));
  }

  private static boolean isBoxed(RecordComponentInfo component) {
    return Set.of("java.lang.Double", "java.lang.Integer", "java.lang.Long", "java.lang.Boolean")
        .contains(component.type().name().toString());
  }
}
