using System.Text;
using Offprint.Environments.MuJoCo;

namespace Offprint.Optimization.Morphologies;

/// <summary>Builds ants for MuJoCo.</summary>
public static class AntBody
{
    /// <summary>The motors of a leg.</summary>
    public const int MotorsPerLeg = 3;

    /// <summary>Motors: hip, thigh and ankle of each leg.</summary>
    public const int Motors = AntDesigns.Legs * MotorsPerLeg;

    private const string Head = """
        <mujoco model="ant">
          <compiler angle="degree"/>
          <option timestep="0.01" integrator="RK4"/>
          <default>
            <geom type="capsule" size="0.08" conaffinity="0" condim="3" density="5" friction="1 0.5 0.5" margin="0.01" rgba="0.85 0.55 0.3 1"/>
            <joint type="hinge" limited="true" armature="1" damping="1"/>
            <motor ctrllimited="true" ctrlrange="-1 1" gear="150"/>
          </default>
          <worldbody>
            <geom name="floor" type="plane" size="40 40 40" conaffinity="1" rgba="0.9 0.9 0.9 1"/>
            <body name="torso" pos="0 0 1.25">
              <joint name="root" type="free" limited="false" armature="0" damping="0" margin="0.01"/>
              <geom type="sphere" size="0.25"/>

        """;

    /// <summary>A design as a model: the torso begins 1.25 m above the floor, 0.01 s a time step.</summary>
    /// <param name="design">[60]; numbers out of range are moved to its end, as the published evaluator does.</param>
    /// <returns>MuJoCo's XML.</returns>
    /// <exception cref="ArgumentException">There are not 60 numbers.</exception>
    public static string Xml(IReadOnlyList<double> design)
    {
        double[] numbers = AntDesigns.Clip(design);
        var text = new StringBuilder(Head);
        for (int leg = 0; leg < AntDesigns.Legs; leg++)
            AddLeg(text, leg, numbers.AsSpan(leg * AntDesigns.LegSize, AntDesigns.LegSize));
        text.Append("</body></worldbody>\n<actuator>\n");
        for (int leg = 0; leg < AntDesigns.Legs; leg++)
        {
            foreach (string joint in (ReadOnlySpan<string>)["hip", "thigh", "ankle"])
                text.Append($"<motor joint=\"{joint}{leg}\"/>\n");
        }
        return text.Append("</actuator>\n</mujoco>\n").ToString();
    }

    /// <summary>A design as a compiled model.</summary>
    /// <param name="design">[60].</param>
    /// <returns>The model, which the caller disposes of.</returns>
    /// <exception cref="MujocoException">MuJoCo is missing, or refuses the body.</exception>
    public static MujocoModel Build(IReadOnlyList<double> design) => MujocoModel.FromXml(Xml(design), "ant design");

    private static void AddLeg(StringBuilder text, int leg, ReadOnlySpan<double> n)
    {
        (double hip, double thigh, double ankle) = (n[12], n[13], n[14]);
        text.Append($"<body name=\"leg{leg}\" pos=\"{n[0]} {n[1]} {n[2]}\" euler=\"{n[3]} {n[4]} {n[5]}\">\n")
            .Append($"<geom fromto=\"0 0 0 {hip} {hip} 0\"/>\n")
            .Append($"<body name=\"thigh{leg}\" pos=\"{hip} {hip} 0\">\n")
            .Append($"<joint name=\"hip{leg}\" axis=\"-1 1 0\" range=\"{n[6] - n[7]} {n[6] + n[7]}\"/>\n")
            .Append($"<joint name=\"thigh{leg}\" axis=\"0 0 1\" range=\"{n[8] - n[9]} {n[8] + n[9]}\"/>\n")
            .Append($"<geom fromto=\"0 0 0 {thigh} {thigh} 0\"/>\n")
            .Append($"<body name=\"ankle{leg}\" pos=\"{thigh} {thigh} 0\">\n")
            .Append($"<joint name=\"ankle{leg}\" axis=\"-1 1 0\" range=\"{n[10] - n[11]} {n[10] + n[11]}\"/>\n")
            .Append($"<geom fromto=\"0 0 0 {ankle} {ankle} 0\"/>\n</body></body></body>\n");
    }
}
