package dev.tidemark.serving;

/** What the API's description shows for one model. */
final class ModelExample {

  static final String JSON =
      """
      {"model":"acme/atlas-2","displayName":"Atlas 2","provider":"Acme",
       "inputUsdPerMTok":3.0,"outputUsdPerMTok":15.0,"method":"v1","period":"2026-01",
       "standings":[],
       "breakdown":{
        "casi":{
         "category":[{"name":"prompt-injection","breached":3,"resisted":57,"inconclusive":1,
          "rate":{"value":0.05,"low":0.0171,"high":0.137}}],
         "severity":[],"complexity":[],"technique":[],"suite":[]},
        "ars":{"intent":[],"severity":[],"complexity":[],"technique":[],"suite":[]},
        "benchmark":[{"skill":"REASONING","suite":"maths","count":1,"mean":0.8}]},
       "worst":{"casi":{"name":"prompt-injection","breached":3,"resisted":57,"inconclusive":1,
         "rate":{"value":0.05,"low":0.0171,"high":0.137}},"ars":null},
       "flips":[{"suite":"jailbreak","regressed":1,"fixed":2,"paired":60,"firstTrials":60}],
       "provenance":{"runners":[{"name":"farm-1","count":61}],"judges":[],"modelRevisions":[]},
       "retractions":[{"at":"2026-01-20T08:00:00Z","by":"red team","reason":"broken judge",
        "model":"acme/atlas-2","runId":"run-3","suite":null,"caseId":null,"trial":null,
        "period":null,"withdrawn":60,"withdrawnInAll":60}]}
      """;

  private ModelExample() {}
}
