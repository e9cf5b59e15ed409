#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "log/metrics.h"
#include "prometheus/metric_family.h"

// Figures as families of Prometheus' metrics. Internal to src/service.

namespace clearsky::service {

using Families = std::vector<prometheus::MetricFamily>;
using LabelList = std::vector<std::pair<std::string, std::string>>;

// A family without samples. Of counters the name ends in `_total`, and of
// nothing else.
prometheus::MetricFamily MakeFamily(absl::string_view name,
                                    absl::string_view help);
prometheus::MetricFamily MakeHistogramFamily(absl::string_view name,
                                             absl::string_view help);

// Adds a sample to a family of counters or of gauges. What of a label's value
// is no UTF-8 is replaced.
void AddSample(const LabelList& labels, double value,
               prometheus::MetricFamily* family);
void AddHistogram(const LabelList& labels, const log::HistogramFigures& figures,
                  prometheus::MetricFamily* family);

// Families of one sample without labels, and of one for each value of a label.
void AddOne(absl::string_view name, absl::string_view help, double value,
            Families* families);
void AddByLabel(absl::string_view name, absl::string_view help,
                const std::string& label,
                const std::map<std::string, uint64_t>& values,
                Families* families);

// The log's figures.
void AddLogFigures(const log::LogFigures& figures, Families* families);

// The figures of this process that all of Prometheus' clients tell, by their
// usual names. What the system does not tell is left out.
void AddProcessFigures(Families* families);

}  // namespace clearsky::service
