#include "app.h"

int main(int argc, char** argv) {
  clearsky::cli::Program program;
  clearsky::cli::AddInitCommand(&program);
  clearsky::cli::AddImportCommand(&program);
  clearsky::cli::AddLintCommand(&program);
  clearsky::cli::AddNewYearCommand(&program);
  clearsky::cli::AddReconcileCommand(&program);
  clearsky::cli::AddRegisterVerb(&program);
  clearsky::cli::AddScheduleVerbs(&program);
  clearsky::cli::AddDeliveryVerbs(&program);
  clearsky::cli::AddDescribingVerbs(&program);
  clearsky::cli::AddProgressVerbs(&program);
  clearsky::cli::AddPlanLifeVerbs(&program);
  clearsky::cli::AddAgreementVerbs(&program);
  clearsky::cli::AddPlanVerbs(&program);
  clearsky::cli::AddAccountVerbs(&program);
  clearsky::cli::AddDirectoryVerbs(&program);
  clearsky::cli::AddRecordCommand(&program);
  clearsky::cli::AddCorrectionCommands(&program);
  clearsky::cli::AddPublicationCommands(&program);
  clearsky::cli::AddPlanCommands(&program);
  clearsky::cli::AddCompareCommands(&program);
  clearsky::cli::AddHistoryCommand(&program);
  clearsky::cli::AddLogCommands(&program);
  clearsky::cli::AddSubscribeCommand(&program);
  clearsky::cli::AddFollowCommand(&program);
  clearsky::cli::AddProjectionCommands(&program);
  clearsky::cli::AddConsumersCommand(&program);
  clearsky::cli::AddKeepingCommands(&program);
  clearsky::cli::AddBackupCommands(&program);
  clearsky::cli::AddReadDateCommand(&program);
  return program.Run(argc, argv);
}
