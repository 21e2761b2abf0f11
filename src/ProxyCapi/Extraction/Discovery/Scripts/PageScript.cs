namespace ProxyCapi.Extraction.Discovery.Scripts;

/// <summary>One piece of a page's JavaScript.</summary>
/// <param name="Text">Its source.</param>
/// <param name="Origin">Where on the page, for people: <c>script 3</c>, <c>onload of body</c>.</param>
/// <param name="Timing">When a browser runs it.</param>
internal sealed record PageScript(string Text, string Origin, ScriptTiming Timing);
