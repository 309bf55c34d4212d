package dev.tidemark.ingest;

import dev.tidemark.event.EventType;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** Puts the events as JSON into the API's description, from their Avro schemas. */
@OpenApiFilter(stages = RunStage.BUILD)
public final class EventSchemas implements OASFilter {

  @Override
  public void filterOpenAPI(OpenAPI api) {
    List<Schema> types = new ArrayList<>();
    for (EventType type : EventType.values()) {
      String name = type.schema().getName();
      api.getComponents().addSchema(name, event(type));
      types.add(OASFactory.createSchema().ref(name));
    }
    api.getComponents()
        .addSchema("Event", OASFactory.createSchema().oneOf(types))
        .addSchema(
            "EventArray",
            OASFactory.createSchema()
                .addType(SchemaType.ARRAY)
                .items(OASFactory.createSchema().ref("Event")));
  }

  private static Schema event(EventType type) {
    Schema event =
        OASFactory.createSchema()
            .addType(SchemaType.OBJECT)
            .description(type.schema().getDoc())
            .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false))
            .addRequired("type")
            .addProperty(
                "type",
                OASFactory.createSchema()
                    .addType(SchemaType.STRING)
                    .constValue(type.jsonName())
                    .description("Picks the kind of event"));
    for (org.apache.avro.Schema.Field field : type.schema().getFields()) {
      event.addProperty(field.name(), field(field));
      if (!field.hasDefaultValue()) {
        event.addRequired(field.name());
      }
    }
    return event;
  }

  private static Schema field(org.apache.avro.Schema.Field field) {
    boolean nullable = field.schema().isUnion();
    org.apache.avro.Schema type = nullable ? field.schema().getTypes().get(1) : field.schema();
    Schema schema = value(type).description(field.doc());
    return nullable ? schema.addType(SchemaType.NULL) : schema;
  }

  private static Schema value(org.apache.avro.Schema type) {
    Schema schema = OASFactory.createSchema();
    return switch (type.getType()) {
      case STRING -> schema.addType(SchemaType.STRING);
      case INT -> schema.addType(SchemaType.INTEGER).format("int32");
      case LONG ->
          type.getLogicalType() == null
              ? schema.addType(SchemaType.INTEGER).format("int64")
              : schema.addType(SchemaType.STRING).addType(SchemaType.INTEGER);
      case DOUBLE -> schema.addType(SchemaType.NUMBER).format("double");
      case ENUM ->
          schema.addType(SchemaType.STRING).enumeration(List.copyOf(type.getEnumSymbols()));
      case ARRAY -> schema.addType(SchemaType.ARRAY).items(value(type.getElementType()));
      default -> throw new IllegalStateException("events have no " + type.getType());
    };
  }
}
