using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Scripts;

namespace ProxyCapi.Extraction.Discovery.Trackers;

/// <summary>One entry of a data layer.</summary>
/// <param name="Value">What was pushed.</param>
/// <param name="Branches">The ways that lead to it.</param>
internal readonly record struct LayerEntry(JToken Value, IReadOnlyList<ScriptBranch> Branches);
