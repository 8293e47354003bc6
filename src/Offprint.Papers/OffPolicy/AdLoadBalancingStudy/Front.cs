namespace Offprint.Papers.OffPolicy.AdLoadBalancingStudy;

/// <summary>Pareto fronts in the plane of next-day return and revenue.</summary>
internal static class Front
{
    /// <summary>The policies that no other beats in both, by falling return.</summary>
    public static IReadOnlyList<PolicyNumbers> Of(IEnumerable<PolicyNumbers> policies)
    {
        List<PolicyNumbers> front = [];
        foreach (PolicyNumbers p in policies.OrderByDescending(p => p.Deployed.Return.Value).ThenByDescending(p =>
            p.Deployed.Revenue.Value))
        {
            if (front.Count == 0 || p.Deployed.Revenue.Value > front[^1].Deployed.Revenue.Value)
                front.Add(p);
        }
        return front;
    }

    /// <summary>The area between a front and a reference point that it dominates.</summary>
    public static double Area(IEnumerable<PolicyNumbers> policies, PolicyNumbers reference)
    {
        double area = 0, below = reference.Deployed.Revenue.Value;
        foreach (PolicyNumbers p in Of(policies))
        {
            double width = p.Deployed.Return.Value - reference.Deployed.Return.Value, height = p.Deployed.Revenue.Value - below;
            if (width <= 0 || height <= 0)
                continue;
            area += width * height;
            below = p.Deployed.Revenue.Value;
        }
        return area;
    }
}
