using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Refusals;

namespace ProxyCapi.Extraction.Discovery;

/// <summary>What the sources of one page have found, before it is merged.</summary>
internal sealed class Findings
{
    /// <summary>Readings of conversions, in the order of the page within each source.</summary>
    public List<Candidate> Candidates { get; } = [];

    /// <summary>What is said of the visitor.</summary>
    public List<VisitorCandidate> Visitors { get; } = [];

    /// <summary>What was seen and does not count.</summary>
    public List<Rejection> Rejections { get; } = [];

    /// <summary>Adds a candidate, but no Purchase whose own data says that the order failed.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="data">What it was read from.</param>
    public void AddUnlessRefused(Candidate candidate, JToken? data)
    {
        if (candidate.EventName == "Purchase" && OrderStatus.Refusal(data as JObject) is { } refusal)
        {
            Rejections.Add(OrderStatus.Reject(candidate.Origin, refusal));
        }
        else
        {
            Candidates.Add(candidate);
        }
    }
}
